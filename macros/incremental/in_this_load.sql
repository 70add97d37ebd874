{#- A condition: the row came with the load that the run takes. True for every row where the model
    that asks is rebuilt. A row's number begins with that of its file, and files are numbered in the order in
    which they were read. -#}
{% macro in_this_load(row_id) %}
    {%- if execute and is_full_rebuild() -%}{{ return('true') }}{%- endif -%}
    {{ return('(' ~ row_id ~ ' >= (select min(file_number) * 68719476736 from ' ~ ref('landing_files')
        ~ ' where is_new))') }}
{% endmacro %}
