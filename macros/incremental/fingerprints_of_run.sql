{#- What the rows of each model and seed are made by in this run, as texts by unique id: its own
    SQL or file, the project's variables and code, and what it reads, to the ends of the graph.
    What the run does not select stays as it was made: `made_by` maps unique ids to the texts of
    earlier runs. -#}
{% macro fingerprints_of_run(made_by) %}
    {%- set fingerprints = {} -%}
    {%- set project = project_checksum() -%}
    {%- set nodes = graph.nodes.values()
        | selectattr('resource_type', 'in', ('model', 'seed')) | list -%}
    {%- for round in range(nodes | length) if fingerprints | length < nodes | length -%}
        {%- for node in nodes if node.unique_id not in fingerprints -%}
            {%- set parents = [] -%}
            {%- set waits = [] -%}
            {%- for parent in node.depends_on.nodes | default([])
                if parent.split('.')[0] in ('model', 'seed') -%}
                {%- if parent in fingerprints -%}
                    {%- do parents.append(fingerprints[parent]) -%}
                {%- else -%}
                    {%- do waits.append(parent) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- if node.unique_id not in selected_resources -%}
                {%- do fingerprints.update(
                    {node.unique_id: made_by.get(node.unique_id, 'never made')}) -%}
            {%- elif node.resource_type == 'seed' -%}
                {#- the YAML of a definition tells its types and defaults -#}
                {%- do fingerprints.update({node.unique_id: local_md5(
                    node.checksum.checksum ~ tojson(definition_question('rows', [node]).seeds
                    | map(attribute='columns') | list))}) -%}
            {%- elif not waits -%}
                {%- do fingerprints.update({node.unique_id: local_md5(
                    ([node.checksum.checksum, project] + parents) | join(' '))}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(fingerprints) }}
{% endmacro %}
