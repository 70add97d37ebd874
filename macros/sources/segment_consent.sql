{#- What was consented to, category to true or false, as a JSON object (text): of a call's JSON as it stands in
    its context, of a warehouse's row in one column or in one for each category. Null where nothing is
    said. -#}
{% macro segment_consent() -%}
    {%- set column = 'context_consent_category_preferences' -%}
    {%- set preferences = 'context.consent.categorypreferences' -%}
    case
        when {{ json_kind(preferences) }} is not null
            then cast({{ preferences }} as {{ dbt.type_string() }})
        when left(fields.{{ column }}, 1) = '{' then fields.{{ column }}
        when is_row and instr(document, '"{{ column }}_') > 0
            then nullif(replace(
                {{ segment_typed(json_filtered('document', "left(name, 37) = '" ~ column ~ "_'")) }},
                '"{{ column }}_', '"'
            ), '{}')
    end
{%- endmacro %}
