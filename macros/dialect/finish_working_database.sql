{#- Ends a run of dbt: everything written goes into the database's file, the file counts as whole
    and is published, as far as `run` allows. `run` is the JSON text that finish_run makes. Gives
    what came of it: 'published', 'finished', 'unfinished', or 'nothing' when the command of
    the run does not write. -#}
{% macro finish_working_database(run) -%}
    {{ adapter.dispatch('finish_working_database')(run) }}
{%- endmacro %}

{% macro default__finish_working_database(run) -%}
    {{ no_dialect('finish_working_database') }}
{%- endmacro %}

{% macro duckdb__finish_working_database(run) -%}
    finish_working_database('{{ run | replace("'", "''") }}')
{%- endmacro %}

{#- The tables are the cluster's own: they are there as soon as they are written, so all there is to
    do is to note that they are whole (begin_run): what the run made succeeded, no kept table
    below it was left out, and, where an earlier run had left them unfinished, all that is kept was
    made anew. -#}
{% macro spark__finish_working_database(run) -%}
    {%- set told = fromjson(run) -%}
    {%- set nodes, results = told.get('nodes', {}), told.get('results', {}) -%}
    {%- set kept, taken_in, failed = [], [], [] -%}
    {%- for id, node in nodes.items() -%}
        {%- set is_made = results.get(id) == 'success' -%}
        {%- set is_kept = node['materialized'] == 'incremental' -%}
        {%- if is_kept -%}{%- do kept.append(id) -%}{%- endif -%}
        {%- if is_made and (is_kept or node['holds'] == 'changes') -%}{%- do taken_in.append(id) -%}{%- endif -%}
        {%- if id in results and not is_made -%}{%- do failed.append(id) -%}{%- endif -%}
    {%- endfor -%}
    {%- set state = namespace(is_stable=false) -%}
    {%- for round in nodes if not state.is_stable -%}
        {%- set state.is_stable = true -%}
        {%- for id, node in nodes.items() if id not in taken_in -%}
            {%- for parent in node['parents'] if parent in taken_in and id not in taken_in -%}
                {%- do taken_in.append(id) -%}
                {%- set state.is_stable = false -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set behind = [] -%}
    {%- for id in kept if results.get(id) != 'success' -%}
        {%- if id in taken_in -%}{%- do behind.append(id) -%}{%- endif -%}
    {%- endfor -%}
    {%- set is_all = kept | reject('in', results) | list == [] -%}
    {%- if told['command'] not in ('run', 'build', 'retry') -%}
        'nothing'
    {%- elif told.get('is_sample') or failed or behind -%}
        'unfinished'
    {%- elif not is_all and run_query('select count(*) from runs.unfinished').rows[0][0] > 1 -%}
        'unfinished'
    {%- else -%}
        {%- do run_query('drop table runs.unfinished') -%}
        'finished'
    {%- endif -%}
{%- endmacro %}
