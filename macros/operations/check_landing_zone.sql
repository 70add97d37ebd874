{#- Stops a run whose landing zone is not there: a share that is not mounted, a slip in
    FOOTPATH_LANDING. For the start of a run, after open_landing_zone and before anything is
    written. With `raw_schema` there is no landing zone. -#}
{% macro check_landing_zone() %}
    {%- if execute and not var('raw_schema') and flags.WHICH in ('run', 'build', 'retry') -%}
        {%- set places = run_query(
            'select place from ' ~ source('landing', 'places')).columns[0].values() -%}
        {%- set folders = [] -%}
        {%- for name in var('sources') -%}{%- do folders.append(name ~ '/events') -%}{%- endfor -%}
        {%- set root = env_var('FOOTPATH_LANDING', 'landing') -%}
        {%- set way_out = ' Mount it, or let FOOTPATH_LANDING name the folder that holds '
            ~ folders | join(', ') ~ '. Nothing was changed.' -%}
        {%- if '' not in places -%}
            {{ exceptions.raise_compiler_error(
                'The landing zone ' ~ root ~ ' is no folder.' ~ way_out) }}
        {%- elif not folders | select('in', places) | list -%}
            {{ exceptions.raise_compiler_error(
                'The landing zone ' ~ root ~ ' has no folder of a source.' ~ way_out) }}
        {%- endif -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
