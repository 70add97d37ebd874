{#- `wrong_type:<field>` where a JSON value is there, no empty text, and json_unpacked found no object in
    it (`unpacked`); else null. -#}
{% macro unpacked_problem(field, value, unpacked) -%}
    case
        when
            {{ unpacked }} is null
            and (
                {{ json_kind(value) }} <> 'string'
                or {{ trimmed(json_scalar(value)) }} <> ''
            )
            then 'wrong_type:{{ field }}'
    end
{%- endmacro %}
