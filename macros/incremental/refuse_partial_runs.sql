{#- Stops runs that would leave tables with a part of the rows, or read those of another database.
    The first hook of a run: --empty empties what the next ones read. -#}
{% macro refuse_partial_runs() %}
    {%- if not execute or flags.WHICH not in ('run', 'build', 'seed', 'retry') -%}
        {{ return('') }}
    {#- flags have no --sample -#}
    {%- elif flags.EMPTY or invocation_args_dict.get('sample') -%}
        {{ exceptions.raise_compiler_error('Nothing was done. --empty and --sample would leave'
            ~ ' every table with a part of its rows: use a landing zone with few files'
            ~ ' (FOOTPATH_LANDING) and a database of its own (FOOTPATH_DATABASE).') }}
    {%- elif invocation_args_dict.get('defer') -%}
        {{ exceptions.raise_compiler_error('Nothing was done. --defer would mix tables of two'
            ~ ' databases that have taken in different loads: copy the database file, name the'
            ~ ' copy in FOOTPATH_DATABASE and select your models there.') }}
    {%- endif -%}
{% endmacro %}
