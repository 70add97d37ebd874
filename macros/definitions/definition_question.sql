{#- A question about definition seeds, for ask_definitions: the files and the `meta` of their YAML,
    as dbt has read it. `seeds`: nodes of the graph; all definition seeds when it is left out. -#}
{% macro definition_question(ask, seeds=none) %}
    {%- set told = [] -%}
    {%- for seed in (project_nodes().values() if seeds is none else seeds)
        if seed.resource_type == 'seed' and is_definition(seed) -%}
        {%- set columns = {} -%}
        {%- for name, column in seed.columns.items() -%}
            {%- do columns.update({name: column.config.meta}) -%}
        {%- endfor -%}
        {%- do told.append({
            'name': seed.name, 'file': seed.original_file_path, 'root': seed.root_path,
            'meta': seed.config.meta, 'columns': columns,
        }) -%}
    {%- endfor -%}
    {{ return({'ask': ask, 'seeds': told, 'sources': collectors()}) }}
{% endmacro %}
