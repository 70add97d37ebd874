{{ config(meta={'holds': 'changes', 'rebuilds': 'alone'}) }}
{% set scope_rows = ref('int_scope_rows') %}
{% set events_superseded = ref('int_events__superseded') %}
-- Sessions as the last run left them that are cut again in this one.
with

{% if is_full_rebuild() %}
final as (

    select cast(null as {{ dbt.type_string() }}) as session_id
    from {{ scope_rows }}
    where false

)
{% else %}
rows_in_scope as (

    select row_id from {{ scope_rows }}
    union all
    select row_id
    from {{ events_superseded }}
    where not is_server_side

),

final as (

    select labels.session_id
    from {{ as_kept('int_events__labelled') }} as labels
    inner join rows_in_scope on labels.row_id = rows_in_scope.row_id
    where labels.session_id is not null
    group by labels.session_id

)
{% endif %}

select * from final
