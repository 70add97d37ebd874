{#- Passes when no two rows agree in all `keys` (null counts as a value) and no column of
    `not_null` holds a null. One scan; each finding names its rule, its columns and how many
    rows break it. -#}
{% test has_grain(model, keys, not_null=[]) %}

with

groups as (

    select
        {{ keys | join(', ') }},
        count(*) as row_count
        {%- for column in not_null %},
        count(*) - count({{ column }}) as nulls_{{ loop.index }}
        {%- endfor %}
    from {{ model }}
    group by {{ keys | join(', ') }}

),

totals as (

    select
        sum(row_count) - count(*) as duplicates
        {%- for column in not_null %},
        sum(nulls_{{ loop.index }}) as nulls_{{ loop.index }}
        {%- endfor %}
    from groups

),

findings as (

    select
        'rows repeat a key' as rule,
        '{{ keys | join(', ') }}' as column_names,
        duplicates as row_count
    from totals
    {%- for column in not_null %}
    union all
    select
        'null' as rule,
        '{{ column }}' as column_names,
        nulls_{{ loop.index }} as row_count
    from totals
    {%- endfor %}

)

select * from findings
where row_count > 0

{% endtest %}
