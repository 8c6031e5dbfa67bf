-- Stays of children, of those rows alone that the reader's scope allows. No day of birth and no month of it: an age band
-- on the day asked about, else on the last day known of the stay.
with allowed as (
    select * from presence
    where ({allowed})
        and ($area::varchar is null or area = $area)
        and ($institution::varchar is null or institution_id = $institution)
        and ($ministry::varchar is null or ministry = $ministry)
        and ($on::date is null or (from_day <= $on and (until_day is null or until_day > $on)))
),
dated as (
    select *, date_diff('month', birth_month, coalesce($on::date, until_day, $covers_to::date)) as months from allowed
),
banded as (
    select *, case when months < 36 then '0-2' when months < 84 then '3-6' else '7-17' end as band from dated
),
aged as (
    select * from banded
    where ($stay_mode::varchar is null or stay_mode = $stay_mode)
        and ($age::varchar is null or band = $age)
        and ($sex::varchar is null or sex = $sex)
        and ($disability::varchar is null or disability = $disability)
        and ($legal_status::varchar is null or coalesce(legal_status, 'UNKNOWN') = $legal_status)
)
