{#- What Google Analytics says of the storage that somebody allowed, Yes or No, as our consent object
    (text); null where it says neither of any. -#}
{% macro ga4_consent() -%}
    '{' || nullif(concat_ws(
        ','
        {%- for category, storage in {
            'analytics': 'analytics_storage', 'marketing': 'ads_storage'
        }.items() %},
        case lower({{ ga4_said('privacy_info', storage) }})
            when 'yes' then '"{{ category }}":true'
            when 'no' then '"{{ category }}":false'
        end
        {%- endfor %}
    ), '') || '}'
{%- endmacro %}
