-- Children of an area by raion and hromada on a day, exact: of the populations and dimensions asked for (null: all).
select coalesce(standing.raion, '') as raion, coalesce(standing.hromada, '') as hromada, count(*) as children
from presence
left join institution_places standing
    on standing.institution_id = presence.institution_id and standing.area = presence.area
    and standing.from_date <= $day and (standing.until_date is null or standing.until_date > $day)
where presence.area = $area and presence.from_day <= $day
    and (presence.until_day is null or presence.until_day > $day)
    and ($population = 'all' or ($population = '24h' and presence.round_the_clock)
        or ($population = 'status' and presence.with_status))
    and ($ministry::varchar[] is null or list_contains($ministry, presence.ministry))
    and ($type::varchar[] is null or list_contains($type, presence.type))
    and ($sex::varchar[] is null or list_contains($sex, presence.sex))
    and ($disability::varchar[] is null or list_contains($disability, presence.disability))
    and ($parents::varchar[] is null or list_contains($parents, presence.parents))
    and ($age::varchar[] is null or list_contains($age, case
        when date_diff('month', presence.birth_month, $day) < 36 then '0-2'
        when date_diff('month', presence.birth_month, $day) < 84 then '3-6'
        else '7-17'
    end))
group by all
