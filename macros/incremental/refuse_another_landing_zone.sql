{#- Stops a run that would mix two landing zones in one database: FOOTPATH_LANDING names another
    folder than at the last load, and none of the files that were read lies in it. A zone that was
    moved holds some of them; with var('accept_missing_files') one that holds none is read, too. -#}
{% macro refuse_another_landing_zone() %}
    {%- set root = env_var('FOOTPATH_LANDING', 'landing') -%}
    {%- if var('accept_missing_files')
        or adapter.get_relation(target.database, 'runs', 'landing_zone') is none
        or adapter.get_relation(target.database, as_kept('landing_files').schema,
            'landing_files') is none -%}
        {{ return('') }}
    {%- endif -%}
    {%- set before = run_query('select root from runs.landing_zone').rows[0][0] -%}
    {%- if before != root -%}
        {%- set files = run_query('select count(known.file), count(*), count(known.file)'
            ~ ' - count(case when known.file = listed.file then 1 end) from '
            ~ as_kept('landing_files') ~ ' as known full outer join ' ~ source('landing', 'files')
            ~ ' as listed on known.table_name = listed.table_name and known.file = listed.file'
            ).rows[0] -%}
        {%- set known, all, gone = files[0], files[1], files[2] -%}
        {%- if known and gone == known and all > known -%}
            {{ exceptions.raise_compiler_error(
                'The landing zone ' ~ root ~ ' has none of the ' ~ known ~ ' files that this database'
                ~ ' was built from, which lay in ' ~ before ~ ', but ' ~ (all - known) ~ ' others.'
                ~ ' Nothing was changed. FOOTPATH_LANDING names the landing zone, FOOTPATH_DATABASE'
                ~ ' the database of its own that another one needs. If the earlier files were'
                ~ " archived and this is where the next ones come: --vars 'accept_missing_files:"
                ~ " true', once.") }}
        {%- endif -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
