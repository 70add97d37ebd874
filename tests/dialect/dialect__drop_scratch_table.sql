-- dropped, and made again by another shape; dropping what is not there is no error
{% if execute %}
{% do make_scratch_table('dialect_scratch_dropped', 'select 1 as number') %}
{% do drop_scratch_table('dialect_scratch_dropped') %}
{% do drop_scratch_table('dialect_scratch_dropped') %}
{% do make_scratch_table('dialect_scratch_dropped', "select 'a' as word") %}
{% endif %}

with

actual as (

    select word
    from {{ scratch_table('dialect_scratch_dropped') }}

)

select * from actual
where word <> 'a'
