{#- A condition: the table that the model keeps has no row with this value of the column yet. True for
    every row where it is rebuilt. -#}
{% macro is_not_kept_yet(column) %}
    {%- if not is_incremental() -%}{{ return('true') }}{%- endif -%}
    {{ return(column ~ ' not in (select kept.' ~ column ~ ' from ' ~ this ~ ' as kept)') }}
{% endmacro %}
