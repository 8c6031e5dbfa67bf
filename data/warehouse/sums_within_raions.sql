-- The institutions of a raion add up to its number, if nobody else's children are in it.
with sums as (
    select own.rowid as part, cells.rowid as total, cells.children,
        sum(own.children) over (partition by cells.rowid) as together
    from institution_cells own
    join standing_on on standing_on.period = own.period and standing_on.place = own.place
        and standing_on.institution_id = own.institution_id
    join raion_cells cells
        on cells.period = own.period and cells.place = own.place and cells.raion = standing_on.raion
        and cells.population = 'all'
)
select 1 as family, part + {institutions} as part, total + {raions} as total from sums where together = children
