{#- The properties of a call as the API's JSON has them, as JSON text; null where there are none or they are no
    object. The name and the category of a page or a screen stand beside them. -#}
{% macro segment_properties() -%}
    {%- set own = 'cast(fields.properties as ' ~ dbt.type_string() ~ ')' -%}
    {%- set names -%}
        '{' || concat_ws(
            ','
            {%- for name in ['name', 'category'] %},
            case
                when {{ json_kind('fields.' ~ name) }} is not null
                    then '"{{ name }}":' || cast(fields.{{ name }} as {{ dbt.type_string() }})
            end
            {%- endfor %}
        ) || '}'
    {%- endset -%}
    case
        when {{ json_kind('fields.properties') }} <> 'object' then null
        when call_type in ('page', 'screen')
            then nullif({{ json_united(own, names) }}, '{}')
        when {{ json_kind('fields.properties') }} is not null then {{ own }}
    end
{%- endmacro %}
