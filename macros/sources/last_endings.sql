{#- The records that are gone because the last version of a table with history (Fivetran's) was closed
    and none followed, as a query: record_id and ended_at. -#}
{% macro last_endings(model) -%}
    select
        record_id,
        max(ended_at) as ended_at
    from (
        select
            record_id,
            changed_at,
            ended_at,
            max(changed_at) over (partition by record_id) as last_changed_at
        from {{ model }}
        where problems is null
    ) as closed
    where changed_at = last_changed_at and ended_at is not null
    group by record_id
{%- endmacro %}
