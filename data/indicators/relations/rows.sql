-- The rows behind one number: what the indicator counts as its numerator, one row each, of the areas named.
with
{relations},
answer as (
{indicator}
),
listed as (
    select * from answer where coalesce(numerator, 0) <> 0 and list_contains($areas, area)
),
allowed as (
    select * from listed where {allowed}
)
