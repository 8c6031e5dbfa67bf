-- The institutions of one type and ministry in an area add up to its cell, if nobody else's children are in it.
with sums as (
    select institutions.rowid as part, cells.rowid as total, cells.children,
        sum(institutions.children) over (partition by cells.rowid) as together
    from institution_cells institutions join stock_cells cells
        on cells.on_date = institutions.on_date and cells.area = institutions.area
        and cells.ministry = institutions.ministry and cells.type = institutions.type
    where cells.breakdown = 'ministry+type' and cells.population = 'all'
)
select part + $offset as part, total from sums where together = children
