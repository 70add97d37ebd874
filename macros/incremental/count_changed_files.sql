{#- How many landing files are new, gone, back or changed since landing_files was last built. -#}
{% macro count_changed_files() %}
    {{ return(run_query(
        'select count(*) from (select * from ' ~ source('landing', 'files')
        ~ " as files where split_part(table_name, '/', 1) in (" ~ quoted_list(var('sources'))
        ~ ')) as listed full join ' ~ as_kept('landing_files') ~ ' as known'
        ~ ' on listed.table_name = known.table_name and listed.file = known.file'
        ~ ' where known.file is null'
        ~ ' or (listed.file is not null) <> known.is_present'
        ~ ' or listed.bytes <> known.bytes').rows[0][0]) }}
{% endmacro %}
