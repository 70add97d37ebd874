{#- Stops a run whose landing zone is not there: a share that is not mounted, a slip in
    FOOTPATH_LANDING, a source that profiles.yml does not name, the zone of another database. For
    the start of a run, after open_landing_zone and before anything is written. With `raw_schema`
    there is no landing zone, and definitions alone need none. -#}
{% macro check_landing_zone() %}
    {%- if execute and not var('raw_schema') and flags.WHICH in ('run', 'build', 'retry') -%}
        {%- set places = run_query(
            'select place from ' ~ source('landing', 'places')).columns[0].values() -%}
        {%- set folders = landing_tables() -%}
        {#- a source whose folders are all read has one as soon as it has any -#}
        {%- set there = folders | select('in', places) | list -%}
        {%- for place in places if place.split('/')[0] ~ '/*' in folders -%}
            {%- do there.append(place) -%}
        {%- endfor -%}
        {#- only some engines are told the tables in profiles.yml -#}
        {%- set unnamed = [] -%}
        {%- for plugin in target.plugins or [] if plugin.module == 'plugins.landing' -%}
            {%- do unnamed.extend(folders | reject('in',
                plugin.config.tables + plugin.config.get('record_tables', []))) -%}
        {%- endfor -%}
        {%- set reading = [] -%}
        {%- for id, node in nodes_in_order().items() if node.follows_landing
            and (id in selected_resources or flags.WHICH == 'retry') -%}
            {%- do reading.append(id) -%}
        {%- endfor -%}
        {%- if not reading -%}
            {{ return('') }}
        {%- elif unnamed -%}
            {{ exceptions.raise_compiler_error(
                'Nothing reads ' ~ unnamed | join(', ') ~ ', though sources in dbt_project.yml has it.'
                ~ ' Name it under `tables`, or `record_tables`, of the landing plugin in'
                ~ ' profiles.yml. Nothing was changed.') }}
        {%- elif not there -%}
            {{ exceptions.raise_compiler_error(
                'The landing zone ' ~ env_var('FOOTPATH_LANDING', 'landing')
                ~ (' has no folder of a source.' if '' in places else ' is no folder.')
                ~ ' Mount it, or let FOOTPATH_LANDING name the folder that holds '
                ~ folders | join(', ') ~ '. Nothing was changed.') }}
        {%- endif -%}
        {%- do refuse_another_landing_zone() -%}
    {%- endif -%}
    {{ return('') }}
{% endmacro %}
