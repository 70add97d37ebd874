{#- no definition has more: `max_steps` of path_definitions is 20 at most -#}
{% set last_step = 19 %}
with

edges as (

    select * from {{ ref('int_path_edges') }}

),

-- an edge of a limited definition stays when edges lead to it from the first step
step_1 as (

    select * from edges
    where is_limited and step_number = 1

),
{% for step in range(2, last_step + 1) %}
step_{{ step }} as (

    select edges.*
    from edges
    where
        edges.is_limited
        and edges.step_number = {{ step }}
        and exists (
            select 1 from step_{{ step - 1 }} as before
            where
                edges.path_name = before.path_name
                and edges.source_item = before.target_item
        )

),
{% endfor %}
final as (

    select * from edges
    where not is_limited
    {% for step in range(1, last_step + 1) %}
    union all
    select * from step_{{ step }}
    {% endfor %}

)

select
    path_name,
    step_number,
    source_item,
    target_item,
    transitions,
    avg_seconds
from final
