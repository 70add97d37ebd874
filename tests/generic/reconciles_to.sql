{#- Passes when an aggregate of this model equals an aggregate of another. Use it across a
    layer boundary, to prove that nothing was dropped or fanned out. -#}
{% test reconciles_to(model, measure, to, to_measure) %}

with

this_side as (

    select {{ measure }} as measured from {{ model }}

),

other_side as (

    select {{ to_measure }} as measured from {{ to }}

)

select
    this_side.measured as actual,
    other_side.measured as expected
from this_side
cross join other_side
where coalesce(this_side.measured, 0) <> coalesce(other_side.measured, 0)

{% endtest %}
