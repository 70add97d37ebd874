{#- Fails the compile: an engine without its own implementation must not borrow another's. -#}
{% macro no_dialect(name) -%}
    {{ exceptions.raise_compiler_error(name ~ ' has no implementation for ' ~ target.type) }}
{%- endmacro %}
