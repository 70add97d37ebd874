{#- True, or an error where `var('fails')` names the model. -#}
{% macro may_fail() %}
    {{- "error('told to fail') is null" if var('fails') == model.name else 'true' -}}
{% endmacro %}
