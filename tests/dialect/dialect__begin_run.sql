-- tables that a run has left whole are whole; that those of a run that died are not is shown
-- by tests/faults and tests/parity. Nothing is noted here: the run of a test writes nothing
{% set is_macro = begin_run is defined %}

with

actual as (

    select {{ is_macro | lower }} as is_there

)

select * from actual
where not is_there
