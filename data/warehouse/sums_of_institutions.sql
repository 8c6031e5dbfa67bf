-- The institutions of one type and ministry in an area add up to its cell, if nobody else's children are in it.
with sums as (
    select institutions.rowid as part, cells.rowid as total, cells.children,
        sum(institutions.children) over (partition by cells.rowid) as together
    from institution_cells institutions
    join stock_cells cells
        on cells.period = institutions.period and cells.place = institutions.place
        and cells.combo = institutions.combo and cells.population = 'all'
)
select 1 as family, part + (select count(*) from stock_cells) as part, total from sums where together = children
