{#- The account of an event that names its groups, a JSON object (text) from type to key: the key of the
    type var('account_group'), else that of the only type; of several keys the first. Null
    where there are several types and none is that one. -#}
{% macro account_of_groups(groups) -%}
    {%- set key -%}
        coalesce(
            {{ json_member(groups, "'" ~ (var('account_group') | replace("'", "''")) ~ "'") }},
            case
                -- one name with a colon behind it
                when length(replace({{ groups }}, '":', '')) = length({{ groups }}) - 2
                    then {{ json_member(groups, "split_part(" ~ groups ~ ", '\"', 2)") }}
            end
        )
    {%- endset -%}
    case
        when left({{ key }}, 2) = '["' then split_part({{ key }}, '"', 2)
        when left({{ key }}, 1) = '[' then null
        else {{ key }}
    end
{%- endmacro %}
