{#- What a materialization does for a model that is up to date: nothing. -#}
{% macro keep_table() %}
    {%- call noop_statement('main', 'UP TO DATE') -%}{%- endcall -%}
    {{ return({'relations': [this]}) }}
{% endmacro %}
