{{ config(meta={'holds': 'changes'}) }}
{% set sessions_replaced = ref('int_sessions__replaced') %}

with

final as (

    select person_id
    from {{ ref('int_sessions__bounded') }}
    {% if is_full_rebuild() %}
    group by person_id
    {% else %}
    union distinct
    select sessions.person_id
    from {{ as_kept('fct_sessions') }} as sessions
    inner join {{ sessions_replaced }} as replaced
        on sessions.session_id = replaced.session_id
    {% endif %}

)

select * from final
