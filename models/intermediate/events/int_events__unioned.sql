{{ config(materialized='view') }}

with

unioned as (

    {% for name in collectors() %}
    {{ staged_events(name) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

)

select * from unioned
