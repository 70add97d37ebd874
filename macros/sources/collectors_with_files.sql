{#- The collectors of which files were ever read, and the first in any case: planning a query over one that
    nobody uses takes as long as over one that has rows. Every collector where nothing is executed. -#}
{% macro collectors_with_files() %}
    {%- set files = ref('landing_files') -%}
    {%- if not execute or flags.WHICH not in ('run', 'build', 'retry') -%}
        {{ return(collectors()) }}
    {%- endif -%}
    {%- set known = run_query(
        "select distinct split_part(table_name, '/', 1) from " ~ files).columns[0].values() -%}
    {%- set found = [] -%}
    {%- for name in collectors() if name in known or name == collectors()[0] -%}
        {%- do found.append(name) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}
