{#- A text as a JSON string. Few texts have letters that must be escaped. -#}
{% macro spark_json_quoted(text) -%}
    case
        when {{ text }} rlike '[\\x00-\\x1f"\\\\]'
            -- of {"v":"…"}
            then substr(
                to_json(named_struct('v', {{ text }})),
                6,
                length(to_json(named_struct('v', {{ text }}))) - 6
            )
        else concat('"', {{ text }}, '"')
    end
{%- endmacro %}
