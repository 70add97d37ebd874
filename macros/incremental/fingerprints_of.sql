{#- What the rows of each model and seed are made by, as checksums by unique id: `own` of its file
    and configuration, `project` of variables and code, `all` of these and of all that it reads.
    What the run does not plan for stays as it was made; a seed is read when it is selected. Only tables
    that are rebuilt in each step read `as_of`. -#}
{% macro fingerprints_of(nodes, builds, selected, planned) %}
    {%- set found = {} -%}
    {%- set project = project_checksum() -%}
    {%- for id, node in nodes.items() -%}
        {%- set is_read = id in (selected if node.kind == 'seed' else planned) -%}
        {%- if not is_read -%}
            {%- set never = {'own': '', 'project': '', 'all': ''} -%}
            {%- do found.update({id: builds.get(id, never)}) -%}
        {%- elif node.kind == 'seed' -%}
            {%- do found.update({id: {'own': node.own, 'project': '', 'all': node.own}}) -%}
        {%- else -%}
            {%- set parts = [node.own, project] -%}
            {%- for parent in node.parents -%}
                {%- do parts.append(found[parent].all) -%}
            {%- endfor -%}
            {%- do found.update({id: {
                'own': node.own,
                'project': project if node.kind != 'whole'
                    else local_md5(project ~ tojson(var('as_of'))),
                'all': local_md5(parts | join(' '))
            }}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
