{#- Whether the model that asks is rebuilt from all history, in place of taking a step. True
    outside of a run, too (parsing, unit tests, a first compile). -#}
{% macro is_full_rebuild() %}
    {{ return(build_mode() not in ('increment', 'current')) }}
{% endmacro %}
