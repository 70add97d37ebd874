{{ config(meta={'holds': 'changes', 'reads_back': ['int_session_runs']}) }}

with

scopes as (

    select
        stream_id,
        first_microsecond,
        last_microsecond
    from {{ ref('int_stream_scopes') }}

),

{% if is_full_rebuild() %}
final as (

    select
        stream_id,
        first_microsecond
    from scopes
    where false

)
{% else %}
final as (

    select
        runs.stream_id,
        runs.first_microsecond
    from {{ as_kept('int_session_runs') }} as runs
    inner join scopes
        on
            runs.stream_id = scopes.stream_id
            and runs.first_microsecond >= scopes.first_microsecond
            and runs.first_microsecond <= scopes.last_microsecond

)
{% endif %}

select * from final
