{#- Passes when no two rows agree in all of the keys and no row lacks a key or a column of
    not_null. In keys that are `nullable`, null counts as a value.

    Fails with a row per fault: which rule, which columns, how many rows. One scan: rows are
    counted per key, and a fault is looked up in the one row of totals. -#}
{% test has_grain(model, keys, not_null=[], nullable=[]) %}
{%- set required = (keys + not_null) | unique | reject('in', nullable) | list %}

with

grains as (

    select
        {{ keys | join(', ') }},
        {%- for column in required %}
        sum(case when {{ column }} is null then 1 else 0 end) as nulls_{{ loop.index }},
        {%- endfor %}
        count(*) as grain_rows
    from {{ model }}
    group by {{ keys | join(', ') }}

),

totals as (

    select
        {%- for column in required %}
        sum(nulls_{{ loop.index }}) as nulls_{{ loop.index }},
        {%- endfor %}
        sum(case when grain_rows > 1 then grain_rows else 0 end) as repeated_rows
    from grains

),

rules as (

    select
        0 as rule_number,
        'not unique' as rule,
        '{{ keys | join(", ") }}' as columns
    {%- for column in required %}
    union all
    select
        {{ loop.index }} as rule_number,
        'null' as rule,
        '{{ column }}' as columns
    {%- endfor %}

),

findings as (

    select
        rules.rule,
        rules.columns,
        case rules.rule_number
            when 0 then totals.repeated_rows
            {%- for column in required %}
            when {{ loop.index }} then totals.nulls_{{ loop.index }}
            {%- endfor %}
        end as rows
    from rules
    cross join totals

)

select
    rule,
    columns,
    rows
from findings
where rows > 0

{% endtest %}
