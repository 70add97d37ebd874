-- the engine has its own; it writes, so it is not called here. What a run that died costs
-- the next one is shown by tests/faults and tests/parity
{% set found = adapter.dispatch('begin_run').macro.name if execute %}

with

actual as (

    select '{{ found }}' as macro_name

)

select * from actual
where macro_name like 'default%'
