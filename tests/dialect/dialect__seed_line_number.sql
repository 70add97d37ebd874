-- the first row of a seed is line 2 of its file, and no line is skipped or told twice
with

lines as (

    select {{ seed_line_number() }} as line
    from {{ ref('funnel_steps') }}

)

select
    min(line) as first_line,
    max(line) as last_line
from lines
having
    count(*) > 0
    and (
        min(line) <> 2
        or max(line) <> count(*) + 1
        or count(*) <> count(distinct line)
    )
