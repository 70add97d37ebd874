-- the engine has its own; it writes, so it is not called here. tests/faults shows what
-- readers see
{% set found = adapter.dispatch('publish_tables').macro.name if execute %}

with

actual as (

    select '{{ found }}' as macro_name

)

select * from actual
where macro_name like 'default%'
