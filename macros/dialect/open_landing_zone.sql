{#- Makes what `source('landing', …)` and `source('<collector>', 'events')` name readable as it
    stands now: the files that are there, the rows and records of those that are new by the registry
    landing_files (of every file, without a registry), the text of rows that
    a definition rejects. With var('raw_schema') they are the warehouse's tables. For the
    start of a run, and for hooks behind landing_files and before event_quarantine. Returns nothing. -#}
{% macro open_landing_zone() %}
    {{ return(adapter.dispatch('open_landing_zone')()) }}
{% endmacro %}

{% macro default__open_landing_zone() %}
    {{ no_dialect('open_landing_zone') }}
{% endmacro %}

{#- plugins/landing.py registers tables that look afresh at each query -#}
{% macro duckdb__open_landing_zone() %}
    {{ return('') }}
{% endmacro %}

{#- Views over the data source of plugins/spark_landing.py: it takes options from the text of a
    query alone, and a view is such a text. The registry is told by the paths of its files, since
    a data source cannot query and a list of files would outgrow what a catalogue holds. -#}
{% macro spark__open_landing_zone() %}
    {%- if execute and flags.WHICH in ('run', 'build', 'retry') -%}
        {%- set raw = (var('raw_database') ~ '.' if var('raw_database') else '')
            ~ var('raw_schema') -%}
        {%- if var('raw_schema') == 'landing' -%}
            {{ exceptions.raise_compiler_error("var('raw_schema') is 'landing', which is where"
                ~ ' views of the raw tables are made: give the raw tables another schema') }}
        {%- endif -%}
        {%- set registry, rejected = 'staging.landing_files', 'intermediate.int_events__rejected' -%}
        {#- asked of the engine: dbt learns of a new table behind its hooks only -#}
        {%- set there = [] -%}
        {%- for table in (registry, rejected) -%}
            {%- set schema, name = table.split('.') -%}
            {%- if adapter.check_schema_exists(target.database, schema)
                and run_query('show tables in ' ~ schema ~ " like '" ~ name ~ "'").rows -%}
                {%- do there.append(table) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set root = "root = '" ~ env_var('FOOTPATH_LANDING', 'landing')
            | replace('\\', '\\\\') | replace("'", "\\'") ~ "'" -%}
        {%- set files, texts, records = [], [], [] -%}
        {%- set registry_files = [] -%}
        {%- if registry in there and not var('raw_schema') -%}
            {%- for row in run_query(
                'select distinct _metadata.file_path from ' ~ registry).rows -%}
                {%- do registry_files.append(row[0]) -%}
            {%- endfor -%}
        {%- endif -%}
        {% do run_query('create schema if not exists landing') %}
        {% do run_query('create table if not exists landing.list_of_files using landing'
            ~ " options (list 'none')") %}
        {%- for table in landing_tables() -%}
            {%- set is_record = table in record_tables() -%}
            {%- set name = table.replace('/*', '/events').replace('/', '__') -%}
            {%- set events = 'landing.' ~ name -%}
            {%- if var('raw_schema') -%}
                {%- set numbered = 'select files.file_number * 68719476736 + events.line_number'
                    ~ ' as row_id, events.load_date, events.file, events.line_number,'
                    ~ ' events.defect, events.raw, events.document from ' ~ raw ~ '.' ~ name
                    ~ ' as events inner join ' ~ registry ~ ' as files on'
                    ~ " files.table_name = '" ~ table ~ "' and files.file = events.file"
                    if registry in there else 'select * from ' ~ raw ~ '.' ~ name -%}
                {% do run_query('create or replace view ' ~ events ~ ' as ' ~ numbered
                    ~ (' and files.is_new' if registry in there else '')) %}
                {%- if not is_record -%}
                    {%- do texts.append('select row_id, raw from (' ~ numbered ~ ') as numbered') -%}
                {%- endif -%}
                {%- do files.append("select '" ~ table ~ "' as table_name, file,"
                    ~ ' min(load_date) as load_date, count(*) as bytes from ' ~ raw ~ '.'
                    ~ name ~ ' group by file') -%}
            {%- else -%}
                {#- a table each: two scans of one table in one query may share what they read,
                    whatever their options -#}
                {%- set rows_of = 'landing.' ~ name ~ '__files' -%}
                {% do run_query('create table if not exists ' ~ rows_of ~ ' using landing') %}
                {%- set options = ' with (' ~ root ~ ", table = '" ~ table ~ "'"
                    ~ (", registry = '" ~ registry_files | join('\\n') | replace("'", "\\'") ~ "'"
                    if registry in there else '') -%}
                {% do run_query('create or replace view ' ~ events ~ ' as select * from '
                    ~ rows_of ~ options ~ ')') %}
                {%- if not is_record -%}
                    {%- do texts.append('select row_id, raw from ' ~ rows_of ~ options
                        ~ (", files = 'is_present'" if is_full_rebuild() else '') ~ ')') -%}
                {%- endif -%}
                {%- do files.append(table) -%}
            {%- endif -%}
            {%- if is_record -%}
                {%- do records.append("select '" ~ table ~ "' as table_name, * from " ~ events) -%}
            {%- endif -%}
        {%- endfor -%}
        {% do run_query('create or replace view landing.landing_files as '
            ~ (files | join(' union all ') if var('raw_schema')
            else 'select * from landing.list_of_files with (' ~ root ~ ", list = '"
            ~ files | join(',') ~ "')")) %}
        {%- set known_tables = [] -%}
        {%- for id in graph.sources if graph.sources[id].source_name != 'landing' -%}
            {%- do known_tables.append(graph.sources[id].source_name ~ '/events') -%}
        {%- endfor -%}
        {%- for name, tables in var('record_tables').items() -%}
            {%- for table in tables -%}{%- do known_tables.append(name ~ '/' ~ table) -%}{%- endfor -%}
        {%- endfor -%}
        {% do run_query("create table if not exists landing.list_of_places using landing"
            ~ " options (places 'none')") %}
        {% do run_query('create or replace view landing.landing_places as select place from'
            ~ ' landing.list_of_places with (' ~ root ~ ", places = '"
            ~ known_tables | unique | join(',') ~ "')"
            ~ (' where false' if var('raw_schema') else '')) %}
        {% do run_query('create or replace view landing.landing_records as '
            ~ (records | join(' union all ') if records
            else "select cast(null as string) as table_name, * from (select cast(null as bigint) as row_id,"
                ~ ' cast(null as date) as load_date, cast(null as string) as file,'
                ~ ' cast(null as bigint) as line_number, cast(null as string) as defect,'
                ~ ' cast(null as string) as raw, cast(null as string) as document) where false')) %}
        {#- rows that nobody asks for need not leave the task that reads them -#}
        {% do run_query('create or replace view landing.landing_rejected_rows as'
            ~ ' select row_id, raw from (' ~ texts | join(' union all ') ~ ') as texts'
            ~ (' left semi join ' ~ rejected ~ ' as rejected on texts.row_id = rejected.row_id'
            if rejected in there else '')) %}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
