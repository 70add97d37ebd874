{#- The clause of a `transform(…)` that sends its rows through a program of plugins/. The program
    starts in a folder of its own and is found by the PYTHONPATH of who runs the task (.env). -#}
{% macro spark_program(name) -%}
    using 'python3 -m plugins.{{ name }}'
{%- endmacro %}
