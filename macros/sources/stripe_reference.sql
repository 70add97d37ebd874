{#- The id of another object, which stands as it is or within that object, where it was expanded. -#}
{% macro stripe_reference(value) -%}
    case
        when {{ json_kind(value) }} = 'object' then {{ json_member(json_scalar(value), "'id'") }}
        else {{ json_scalar(value) }}
    end
{%- endmacro %}
