{#- The columns that every staging model of records begins with, from those of salesforce_said; `says`
    names the columns of which another value makes another version. -#}
{% macro salesforce_record(record_type, says) -%}
    row_id,
    cast('{{ record_type }}' as {{ dbt.type_string() }}) as record_type,
    {{ salesforce_id('own_id') }} as record_id,
    cast(null as {{ dbt.type_string() }}) as delivery_id,
    created_at,
    changed_at,
    cast(case when is_deleted then 1 else 0 end as integer) as change_rank,
    {{ surrogate_key(['is_deleted'] + says) }} as content_hash,
    nullif(problem, '') as problems,
    is_deleted
{%- endmacro %}
