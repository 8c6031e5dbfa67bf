-- The rules every step shares. A day without end is 9999-12-31 here; tables that are kept say NULL.
create macro far() as date '9999-12-31';
create macro beginning() as date '1900-01-01';

-- Completed months from the first day of the birth month; the bands of the published population.
create macro age_band(birth_month, day) as case
    when date_diff('month', birth_month, day) < 36 then '0-2'
    when date_diff('month', birth_month, day) < 84 then '3-6'
    else '7-17'
end;

-- Sizes in bands, of places and of children alike (data/register.py says the same).
create macro size_band(n) as case
    when n is null then ''
    when n < 25 then '0-24'
    when n < 50 then '25-49'
    when n < 100 then '50-99'
    when n < 200 then '100-199'
    else '200+'
end;

create macro yes_no(answer) as case when answer then 'YES' when not answer then 'NO' else 'UNKNOWN' end;

-- Who is counted: a child of several populations stands in each of them.
create macro populations_of(round_the_clock, with_status) as
    ['all'] || if(round_the_clock, ['24h'], []) || if(with_status, ['status'], []);

-- data/disclosure.py in SQL (a test compares the two).
create macro is_hidden(n, sensitive) as n between 1 and 9 or (n = 0 and sensitive);
create macro shown(n, hidden) as case when not hidden then case when n = 0 then 0 else 5 * ((n + 2) // 5) end end;
create macro is_sensitive(population, breakdown) as
    population = 'status' or regexp_matches(breakdown, '(^|\+)(disability|parents|reason)(\+|$)');
