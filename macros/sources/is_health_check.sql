{#- Whether a request to a web server asks how it is, by its path and its user agent (small letters): what
    balancers, orchestrators and monitors send every few seconds. -#}
{% macro is_health_check(path, user_agent) -%}
    (
        {{ regexp_contains(path,
            "'^/(_?health(z|[_-]?check)?(/(live|ready)(ness)?)?|livez|readyz|status"
            ~ "|server-status|nginx_status|stub_status)/?$'"
        ) }}
        or coalesce({{ regexp_contains(user_agent,
            "'^kube-probe/|elb-healthchecker|googlehc/|health[ -]?check|varnish-health"
            ~ "|monitoring-plugins|internal dummy connection'"
        ) }}, false)
    )
{%- endmacro %}
