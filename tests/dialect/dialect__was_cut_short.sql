-- the engine has its own; in the midst of a run its answer is of that run. tests/parity
-- shows what the run after one that died makes of it
{% set found = adapter.dispatch('was_cut_short').macro.name if execute %}

with

actual as (

    select '{{ found }}' as macro_name

)

select * from actual
where macro_name like 'default%'
