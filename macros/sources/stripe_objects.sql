{#- The objects of one kind as Stripe delivers them, as a query: those of a table of the API, as they
    were on the day of the load, and those that events carry, as they were at the moment of the
    event. Columns: row_id, document, content_hash, delivery_id, changed_at, is_deletion, problem, as
    stg_stripe__changes has them. -#}
{% macro stripe_objects(kind, table) -%}
    select
        row_id,
        document,
        content_hash,
        cast(null as {{ dbt.type_string() }}) as delivery_id,
        cast(load_date as timestamp) as changed_at,
        false as is_deletion,
        -- in the folder of another table; one that names no kind is taken at the folder's word
        case
            when {{ json_inner('document', 'object') }} <> '{{ kind }}' then 'wrong_object'
        end as problem
    from ({{ records_of('stripe/' ~ table) }}) as listed
    union all
    select
        row_id,
        document,
        content_hash,
        delivery_id,
        changed_at,
        is_deletion,
        problem
    from {{ ref('stg_stripe__changes') }}
    where record_type = '{{ kind }}'
{%- endmacro %}
