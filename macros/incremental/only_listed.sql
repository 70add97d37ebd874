{#- A condition: the columns of a row are among those that a table of changes lists. True for every
    row where the model that asks is rebuilt. `columns` is a text, `names` what the table calls
    them, where that differs. -#}
{% macro only_listed(columns, changes, names=none) %}
    {%- if execute and is_full_rebuild() -%}{{ return('true') }}{%- endif -%}
    {{ return('(' ~ columns ~ ') in (select ' ~ (names or columns) ~ ' from ' ~ ref(changes) ~ ')') }}
{% endmacro %}
