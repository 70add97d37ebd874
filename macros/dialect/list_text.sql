{#- The texts of a group joined with `|`, in the order of `order_by`; null when there are none. -#}
{% macro list_text(expression, order_by) -%}
    {{ adapter.dispatch('list_text')(expression, order_by) }}
{%- endmacro %}

{% macro default__list_text(expression, order_by) -%}
    {{ no_dialect('list_text') }}
{%- endmacro %}

{% macro duckdb__list_text(expression, order_by) -%}
    string_agg({{ expression }}, '|' order by {{ order_by }})
{%- endmacro %}

{#- not listagg: sqlfluff does not read its `within group` as Spark SQL -#}
{% macro spark__list_text(expression, order_by) -%}
    case when count({{ expression }}) > 0 then array_join(transform(
        array_sort(collect_list(named_struct('place', {{ order_by }}, 'word', {{ expression }}))),
        item -> item.word
    ), '|') end
{%- endmacro %}
