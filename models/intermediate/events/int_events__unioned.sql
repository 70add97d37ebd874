{{ config(materialized='view') }}

with

unioned as (

    {% for name in collectors_with_files() %}
    {{ staged_events(name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from unioned
