{#- Stops a run that would rebuild from the landing zone while files that were read before are
    gone, or, unless --full-refresh asks for it, have another size: their rows would be lost.
    `reasons` maps the unique ids of what is rebuilt to why (plan_run). Call it before anything is
    written. --full-refresh together with var('accept_missing_files') gives the rows up. -#}
{% macro refuse_lost_files(reasons) %}
    {%- set registry = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
        | selectattr('name', 'equalto', 'landing_files') | first -%}
    {%- if registry.unique_id not in reasons or adapter.get_relation(
        registry.database, registry.schema, registry.alias or registry.name) is none -%}
        {{ return('') }}
    {%- endif -%}
    {%- set kept = [] -%}
    {%- for node in graph.nodes.values() if node.name in (
        'int_events__enriched', 'int_events__set_aside') and node.resource_type == 'model'
        and adapter.get_relation(node.database, node.schema, node.alias or node.name) is not none -%}
        {%- do kept.append('select row_id from ' ~ node.schema ~ '.' ~ (node.alias or node.name)) -%}
    {%- endfor -%}
    {%- set known = registry.schema ~ '.' ~ (registry.alias or registry.name) -%}
    {%- set lost = run_query(
        'select known.file_number, known.file, listed.file is null as is_gone'
        ~ ' from ' ~ known ~ ' as known left join ' ~ source('landing', 'files') ~ ' as listed'
        ~ ' on known.table_name = listed.table_name and known.file = listed.file'
        ~ " where split_part(known.table_name, '/', 1) in ("
        ~ quoted_list(var('sources')) ~ ')'
        ~ ' and (listed.file is null' ~ ('' if flags.FULL_REFRESH
            else ' or listed.bytes <> known.bytes') ~ ') order by known.file').rows -%}
    {%- if not lost -%}{{ return('') }}{%- endif -%}

    {%- set gone, changed = [], [] -%}
    {%- for row in lost -%}{%- do (gone if row[2] else changed).append(row[1]) -%}{%- endfor -%}
    {%- set told = [] -%}
    {%- for files, what in ((gone, 'gone'), (changed, 'changed')) if files -%}
        {%- do told.append(files | length ~ (' file that was' if files | length == 1
            else ' files that were') ~ ' read before ' ~ ('is ' if files | length == 1
            else 'are ') ~ what ~ ': ' ~ files[:5] | join(', ')
            ~ (' and ' ~ (files | length - 5) ~ ' more' if files | length > 5 else '')) -%}
    {%- endfor -%}
    {%- set at_stake = '' -%}
    {%- if kept -%}
        {#- the number of the file is the upper part of row_id -#}
        {%- set at_stake = run_query('select count(*) from (' ~ kept | join(' union all ')
            ~ ') as kept where row_id >> 36 in ('
            ~ lost | map(attribute=0) | join(', ') ~ ')').rows[0][0] -%}
    {%- endif -%}
    {%- if flags.FULL_REFRESH and var('accept_missing_files') -%}
        {% do exceptions.warn('Rebuilding without ' ~ at_stake ~ ' rows: ' ~ told | join('; ')
            ~ '. var accept_missing_files gives them up.') %}
        {{ return('') }}
    {%- endif -%}
    {{ exceptions.raise_compiler_error(
        told | join('; ') ~ '. This run would read the landing zone again, because '
        ~ reasons[registry.unique_id] ~ ', and '
        ~ ('the ' ~ '{:,}'.format(at_stake) ~ ' rows' if at_stake != '' else 'the rows')
        ~ ' that came from there would be lost. Nothing was changed. Put the files back, or take'
        ~ " back the change. To give the rows up: dbt build --full-refresh --vars"
        ~ " 'accept_missing_files: true'.") }}
{% endmacro %}
