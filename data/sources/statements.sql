-- Statements made for each dataset or column; the words in braces are names from data/sources/datasets, never values.

-- name: load
create or replace temp table "raw_{dataset}" as
select row_number, {columns}
from read_csv(
    $path, columns = {types}, auto_detect = false, header = false,
    delim = ',', quote = '"', escape = '"', nullstr = '', max_line_size = 33554432
);

-- name: columns_of
select column_name from (describe "raw_{dataset}");

-- name: vocabulary
select category, code, uk, en from staged.vocabulary where category is not null and code is not null;

-- name: spellings
select distinct {spelling} from "raw_{dataset}" raw where {spelling} is not null;

-- name: typed
create or replace table staged.{dataset} as
select raw.row_number, {columns}
from "raw_{dataset}" raw {joins}
order by raw.row_number;

-- name: for_column
left join resolved "for_{column}"
    on "for_{column}".dataset = '{dataset}' and "for_{column}".column_name = '{column}'
    and "for_{column}".spelling = {spelling}

-- name: misread_spelling
insert into found
select $dataset, row_number, $column, 'misread', $kind, raw."{column}", "for_{column}".detail_uk, "for_{column}".detail_en
from "raw_{dataset}" raw {joins}
where not "for_{column}".good;

-- name: misread
insert into found
select $dataset, row_number, $column, 'misread', $kind, raw."{column}", null, null
from "raw_{dataset}" raw join staged.{dataset} typed using (row_number)
where raw."{column}" is not null and typed."{column}" is null;

-- name: empty
insert into found
select $dataset, row_number, $column, 'empty', $kind, null, null, null
from "raw_{dataset}" raw
where raw."{column}" is null;

-- name: negative
insert into found
select $dataset, row_number, $column, 'negative', $kind, "{column}", null, null
from staged.{dataset}
where "{column}" < 0;

-- name: orphan
insert into found
select $dataset, row_number, $column, 'orphan', $kind, here."{column}", null, null
from staged.{dataset} here
where here."{column}" is not null and here."{column}" not in (
    select "{key}" from staged.{there} where "{key}" is not null
);

-- name: repeated
-- Rows whose key stood in an earlier row; detail is that row's number. A key without its first part is no key.
insert into found
with keys as (
    select {key}, min(row_number) as first_row from staged.{dataset}
    where "{first}" is not null group by all having count(*) > 1
)
select $dataset, here.row_number, $column, 'repeated', $kind, concat_ws(', ', {here}), keys.first_row, keys.first_row
from staged.{dataset} here join keys on {same}
where here.row_number <> keys.first_row;

-- name: broken
select *, count(*) over (partition by dataset) as total
from ({rule}
)
qualify row_number() over (partition by dataset order by row_number, column_name) <= {listed}
order by dataset, row_number, column_name;

-- name: of_one_dataset
select '{dataset}' as dataset, * from ({rule}
)
