-- How cells are read. Each macro gives NULL for what it cannot read; a finding is made of every such cell.
-- DuckDB has no \u in its e'' strings: characters outside ASCII are chr() here, \x{} in patterns.
-- Zero-width spaces and byte order marks are not part of a cell; outer white space has gone before.
create or replace macro clean_cell(cell) as case
    when contains(cell, chr(8203)) or contains(cell, chr(65279)) then
        nullif(trim(replace(replace(cell, chr(8203), ''), chr(65279), '')), '')
    else cell
end;

create or replace macro day_between(day) as case when year(day) between 1900 and 2100 then day end;

-- 2024-02-29, 2024-02-29 00:00:00, 29.02.2024
create or replace macro typed_day(cell) as day_between(case
    when regexp_full_match(cell, '\d{4}-\d{2}-\d{2}([ T]00:00(:00(\.0+)?)?)?') then try_cast(left(cell, 10) as date)
    when regexp_full_match(cell, '\d{1,2}\.\d{1,2}\.\d{4}') then try_strptime(cell, '%d.%m.%Y')::date
end);

-- 2015-04, 04.2015, or a day, of which the month is kept
create or replace macro typed_month(cell) as date_trunc('month', day_between(case
    when regexp_full_match(cell, '\d{4}-\d{2}') then try_cast(cell || '-01' as date)
    when regexp_full_match(cell, '\d{1,2}\.\d{4}') then try_strptime('1.' || cell, '%d.%m.%Y')::date
    else typed_day(cell)
end))::date;

-- The number's digits, point and sign, where spaces (also no-break, thin and narrow ones) part thousands.
create or replace macro plain_number(cell) as case
    when regexp_full_match(cell, '[-+\x{2212}]?(\d+|\d{1,3}([ \x{a0}\x{2009}\x{202f}]\d{3})+)([.,]\d+)?') then
        regexp_replace(translate(cell, chr(8722) || ',', '-.'), '[^-.\d]', '', 'g')
end;

-- 1234, 1 234, 12.0; a comma or point before other digits is refused, not guessed
create or replace macro typed_integer(cell) as
    try_cast(regexp_extract(plain_number(cell), '^(-?\d+)(\.0+)?$', 1) as bigint);

-- 12.5, 12,5, 1 234,5
create or replace macro typed_number(cell) as try_cast(plain_number(cell) as double);

create or replace macro typed_url(cell) as case when regexp_matches(cell, '^https?://[^\s]+') then cell end;

-- What rules find out about single cells, kept by generated queries; data/rules turn findings into sentences.
create schema if not exists staged;
create or replace temp table found (
    dataset varchar, row_number integer, column_name varchar, finding varchar, kind varchar, value varchar,
    detail_uk varchar, detail_en varchar
);
create or replace temp table resolved (
    dataset varchar, column_name varchar, spelling varchar, value varchar, good boolean,
    detail_uk varchar, detail_en varchar
);
