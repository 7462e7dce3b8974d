#!/usr/bin/env python3
"""PagerDuty → OpenRemedy webhook adapter."""
# As OpenRemedy's documentation prints it. What differs is marked "here".
import hashlib  # here: for the signature
import hmac  # here
import json  # here
import os  # here
from flask import Flask, request, jsonify
import requests
app = Flask(__name__)
OPENREMEDY_URL = os.environ["OPENREMEDY_URL"]  # here: not the printed address
WEBHOOK_SECRET = os.environ["OPENREMEDY_WEBHOOK_SECRET"]  # here
SEVERITY_MAP = {
    "critical": "critical",
    "error": "high",
    "warning": "medium",
    "info": "low",
}
# here: the function that the same documentation prints for Alertmanager's adapter
def _signed_post(url, payload):
    body = json.dumps(payload).encode("utf-8")
    sig = hmac.new(WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
    return requests.post(
        url,
        data=body,
        headers={
            "Content-Type": "application/json",
            "X-OpenRemedy-Signature": f"sha256={sig}",
        },
        timeout=10,
    )
@app.route("/pagerduty", methods=["POST"])
def handle():
    data = request.json
    for event in data.get("messages", []):
        incident = event.get("incident", {})
        payload = {
            "hostname": incident.get("impacted_services", [{}])[0].get("name", "unknown"),
            "incident_type": "custom",
            "severity": SEVERITY_MAP.get(incident.get("urgency", ""), "medium"),
            "evidence": {
                "title": incident.get("title", ""),
                "description": incident.get("description", ""),
                "pagerduty_id": incident.get("id", ""),
                "status": incident.get("status", ""),
                "url": incident.get("html_url", ""),
            },
        }
        try:
            _signed_post(OPENREMEDY_URL, payload)  # here: was requests.post(…, json=payload, timeout=10)
        except Exception as e:
            print(f"Failed: {e}")
    return jsonify({"status": "ok"})
if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))  # here: not 0.0.0.0:9096
